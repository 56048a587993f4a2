-- What a notice is about, and with it who carries it; where the statuses of a project's commits are reported to.
alter table notice add column kind varchar(20) not null default 'ALERT';
create index notice_kind on notice (kind, state, due_at);

create table status_report (
    project varchar(100) primary key,
    forge varchar(20) not null,
    api_url text not null,
    repository text not null,
    sealed_token text not null,
    since bigint not null
);
