-- Runs of workflows and the legs of their jobs. Details that are only ever read together are JSON text.

create table run (
    id varchar(40) primary key,
    project varchar(100) not null,
    number bigint not null,
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
    unique (project, file, number)
);
create index run_project on run (project, created_at);
create index run_state on run (state);

create table job (
    id varchar(40) primary key,
    run_id varchar(40) not null references run (id),
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
create index job_run on job (run_id, position);
create index job_state on job (state);

create table run_artifact (
    run_id varchar(40) not null references run (id),
    name varchar(200) not null,
    digest varchar(64) not null,
    size_bytes bigint not null,
    created_at bigint not null,
    primary key (run_id, name)
);

create table schedule (
    project varchar(100) not null,
    file varchar(400) not null,
    cron varchar(200) not null,
    next_at bigint not null,
    primary key (project, file, cron)
);
create index schedule_next on schedule (next_at);
