-- One SQL for SQLite and PostgreSQL: bigint for numbers and for instants (milliseconds since the epoch),
-- smallint 0/1 for truth, varchar for words, text for the rest.

create table control (
    id bigint primary key,
    epoch bigint not null,
    holder varchar(400) not null,
    lease_until bigint not null
);
insert into control (id, epoch, holder, lease_until) values (1, 0, '', 0);

create table project (
    name varchar(100) primary key,
    default_branch varchar(255) not null,
    remote_url text,
    remote_interval_seconds bigint,
    remote_secret text,
    created_at bigint not null
);

create table account (
    name varchar(100) primary key,
    password_hash text not null,
    role varchar(20) not null,
    created_at bigint not null,
    disabled smallint not null
);

create table token (
    id varchar(40) primary key,
    account varchar(100) not null references account (name),
    name varchar(100) not null,
    hash varchar(64) not null unique,
    scopes varchar(200) not null,
    project varchar(100),
    created_at bigint not null,
    last_used_at bigint,
    expires_at bigint
);
create index token_account on token (account);

create table browser_session (
    hash varchar(64) primary key,
    account varchar(100) not null references account (name),
    csrf varchar(64) not null,
    created_at bigint not null,
    expires_at bigint not null
);
create index browser_session_account on browser_session (account);

create table login_link (
    hash varchar(64) primary key,
    account varchar(100) not null references account (name),
    expires_at bigint not null,
    used smallint not null
);

create table setup (
    id bigint primary key,
    hash varchar(64) not null,
    created_at bigint not null,
    used_at bigint
);

create table secret (
    project varchar(100) not null references project (name),
    environment varchar(100) not null,
    name varchar(200) not null,
    sealed text not null,
    version bigint not null,
    updated_at bigint not null,
    updated_by varchar(100) not null,
    primary key (project, environment, name)
);

-- What a secret was: a rollback brings back the versions that its release ran with. Versions of a name count over all
-- environments and are never given twice; an erased one keeps its row, with nothing in it.
create table secret_version (
    project varchar(100) not null references project (name),
    name varchar(200) not null,
    version bigint not null,
    environment varchar(100) not null,
    sealed text not null,
    created_at bigint not null,
    primary key (project, name, version)
);

create table variable (
    project varchar(100) not null references project (name),
    environment varchar(100) not null,
    name varchar(200) not null,
    content text not null,
    version bigint not null,
    updated_at bigint not null,
    updated_by varchar(100) not null,
    primary key (project, environment, name)
);

create table audit (
    seq bigint primary key,
    recorded_at bigint not null,
    who varchar(100) not null,
    what varchar(100) not null,
    subject varchar(400) not null,
    project varchar(100),
    content text not null,
    prev_hash varchar(64) not null,
    hash varchar(64) not null
);
create index audit_project on audit (project, seq);

-- The head is a row of its own: taking it orders all who append, and a cut tail no longer fits it.
create table audit_head (
    id bigint primary key,
    seq bigint not null,
    hash varchar(64) not null
);
insert into audit_head (id, seq, hash) values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
