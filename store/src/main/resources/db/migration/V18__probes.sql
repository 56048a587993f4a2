-- The newest report of each probe that reports by itself.
create table probe_beat (
    project varchar(100) not null,
    probe varchar(100) not null,
    heard_at bigint not null,
    trouble text not null,
    primary key (project, probe)
);

-- When probes counted as down; without an end while they do.
create table probe_outage (
    project varchar(100) not null,
    probe varchar(100) not null,
    started_at bigint not null,
    ended_at bigint,
    reason text not null,
    primary key (project, probe, started_at)
);
