-- One row for every ref that a push or a fetch moved, written before the ref moves (see PushState).
create table push (
    id varchar(40) primary key,
    project varchar(100) not null references project (name),
    ref varchar(400) not null,
    before_id varchar(64),
    after_id varchar(64),
    pusher varchar(100) not null,
    created_at bigint not null,
    state varchar(20) not null,
    reason text,
    findings text not null
);
create index push_state on push (state, created_at);
create index push_ref on push (project, ref, created_at);

-- When a project's remote is to be looked at next, and how the last look went.
create table remote_poll (
    project varchar(100) primary key references project (name),
    due_at bigint not null,
    polled_at bigint,
    failures bigint not null,
    error text
);
create index remote_poll_due on remote_poll (due_at);
