-- Texts that others choose (names of workflows, values of a matrix, authors of commits) have no longest length. SQLite
-- never enforced one, so only PostgreSQL needs this step.

alter table release alter column ref type text;
alter table release alter column author type text;
alter table push alter column ref type text;
alter table run alter column workflow type text;
alter table run alter column file type text;
alter table run alter column ref type text;
alter table run alter column concurrency_group type text;
alter table job alter column leg_key type text;
alter table job alter column job_id type text;
alter table job alter column name type text;
alter table run_artifact alter column name type text;
alter table silence alter column created_by type text;
alter table notified alter column receiver type text;
alter table notified alter column integration type text;
alter table notice alter column receiver type text;
alter table notice alter column integration type text;
alter table job_entry alter column environment type text;
alter table run_approval alter column environment type text;
