-- What somebody tells the users of a project about trouble, beside what probes find by themselves.
create table incident (
    id varchar(40) primary key,
    project varchar(100) not null,
    title varchar(200) not null,
    state varchar(20) not null,
    began_at bigint not null,
    resolved_at bigint
);

create index incident_project on incident (project, began_at);

-- What was said of it, one after the other.
create table incident_update (
    incident_id varchar(40) not null,
    number bigint not null,
    said_at bigint not null,
    said_by varchar(200) not null,
    state varchar(20) not null,
    text text not null,
    primary key (incident_id, number)
);
