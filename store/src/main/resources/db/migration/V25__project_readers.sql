-- Projects whose jobs may read another one.
create table project_reader (
    project varchar(100) not null references project (name),
    reader varchar(100) not null references project (name),
    since bigint not null,
    granted_by varchar(100) not null,
    primary key (project, reader)
);
