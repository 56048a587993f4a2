-- A run that is run again keeps its number and gets the next attempt. The tables are written anew because the number alone
-- was unique before; jobs and artifacts go with them, for they refer to the runs.

create table run_next (
    id varchar(40) primary key,
    project varchar(100) not null,
    number bigint not null,
    attempt bigint not null,
    rerun_of varchar(40),
    workflow varchar(400) not null,
    file varchar(400) not null,
    event varchar(60) not null,
    ref varchar(400) not null,
    commit_hash varchar(64) not null,
    actor varchar(100) not null,
    state varchar(20) not null,
    version bigint not null,
    concurrency_group varchar(400),
    reason text not null,
    event_json text not null,
    findings_json text not null,
    created_at bigint not null,
    started_at bigint,
    finished_at bigint,
    unique (project, file, number, attempt)
);
insert into run_next (id, project, number, attempt, workflow, file, event, ref, commit_hash, actor, state, version,
    concurrency_group, reason, event_json, findings_json, created_at, started_at, finished_at)
select id, project, number, 1, workflow, file, event, ref, commit_hash, actor, state, version,
    concurrency_group, reason, event_json, findings_json, created_at, started_at, finished_at
from run;

create table job_next (
    id varchar(40) primary key,
    run_id varchar(40) not null references run_next (id),
    position bigint not null,
    leg_key varchar(400) not null,
    job_id varchar(200) not null,
    name varchar(400) not null,
    needs_json text not null,
    state varchar(20) not null,
    version bigint not null,
    attempt bigint not null,
    reason text not null,
    outputs_json text not null,
    steps_json text not null,
    annotations_json text not null,
    summary text not null,
    continue_on_error smallint not null,
    created_at bigint not null,
    started_at bigint,
    finished_at bigint,
    unique (run_id, leg_key)
);
insert into job_next (id, run_id, position, leg_key, job_id, name, needs_json, state, version, attempt, reason,
    outputs_json, steps_json, annotations_json, summary, continue_on_error, created_at, started_at, finished_at)
select id, run_id, position, leg_key, job_id, name, needs_json, state, version, attempt, reason,
    outputs_json, steps_json, annotations_json, summary, continue_on_error, created_at, started_at, finished_at
from job;

create table run_artifact_next (
    run_id varchar(40) not null references run_next (id),
    name varchar(200) not null,
    digest varchar(64) not null,
    size_bytes bigint not null,
    created_at bigint not null,
    primary key (run_id, name)
);
insert into run_artifact_next (run_id, name, digest, size_bytes, created_at)
select run_id, name, digest, size_bytes, created_at from run_artifact;

drop table run_artifact;
drop table job;
drop table run;
alter table run_next rename to run;
alter table job_next rename to job;
alter table run_artifact_next rename to run_artifact;

create index run_project on run (project, created_at);
create index run_state on run (state);
create index run_commit on run (project, commit_hash);
create index job_run on job (run_id, position);
create index job_state on job (state);
