-- Accounts that gates ask as one: whoever of them approves.
create table team (
    name varchar(100) not null primary key,
    created_at bigint not null
);

create table team_member (
    team varchar(100) not null references team (name),
    account varchar(100) not null references account (name),
    added_at bigint not null,
    primary key (team, account)
);

-- Names of the teams that somebody was in when they decided, between spaces.
alter table approval add column teams text not null default '';
alter table run_approval add column teams text not null default '';
