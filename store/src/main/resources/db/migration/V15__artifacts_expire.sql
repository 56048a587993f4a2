-- When an artifact may go, and when it went. One without an end was kept before there were any, and stays.
alter table run_artifact add column expires_at bigint;
alter table run_artifact add column expired_at bigint;

create index run_artifact_expires on run_artifact (expires_at);
