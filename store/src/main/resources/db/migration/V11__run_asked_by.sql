-- Who asked for an attempt of a run: its actor for the first one, whoever had it run again for the others.

alter table run add column asked_by varchar(100) not null default '';
update run set asked_by = actor;
