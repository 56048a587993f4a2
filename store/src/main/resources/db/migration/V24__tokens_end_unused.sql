-- A token of a login ends when it has not been used for so long; null for one that somebody made on purpose.
alter table token add column idle_seconds bigint;
-- Logins have named theirs cli so far, and none of them had an end.
update token set idle_seconds = 7776000 where name = 'cli' and project is null and expires_at is null;
