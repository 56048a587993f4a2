-- Jobs that enter an environment: since when each asks to, and what people decided about those of a run.

create table job_entry (
  job_id       varchar(40)  not null primary key,
  run_id       varchar(40)  not null,
  environment  varchar(255) not null,
  requested_at bigint       not null,
  opened_at    bigint,
  url          text
);
create index job_entry_run on job_entry (run_id);

create table run_approval (
  run_id        varchar(40)  not null,
  environment   varchar(255) not null,
  seq           bigint       not null,
  commit_digest varchar(64)  not null,
  account       varchar(200) not null,
  decision      varchar(20)  not null,
  comment       text         not null,
  at            bigint       not null,
  primary key (run_id, environment, seq)
);
