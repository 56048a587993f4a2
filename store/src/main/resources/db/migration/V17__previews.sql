-- Environments that come with a branch and go with it. An ended one is remembered: the same commit does not bring it back.
create table preview (
    project varchar(100) not null,
    name varchar(100) not null,
    ref varchar(500) not null,
    commit_id varchar(64) not null,
    state varchar(20) not null,
    reason text not null,
    created_at bigint not null,
    touched_at bigint not null,
    ends_at bigint not null,
    primary key (project, name)
);

-- 1 for what was made for a preview and goes nowhere else.
alter table release add column preview smallint not null default 0;
