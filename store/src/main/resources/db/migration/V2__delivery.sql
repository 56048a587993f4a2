-- Releases, and the way of each into an environment.

create table release (
  id            varchar(200) not null primary key,
  project       varchar(100) not null,
  number        bigint       not null,
  commit_id     varchar(64)  not null,
  ref           varchar(500) not null,
  author        varchar(200) not null,
  pushed_by     varchar(200) not null,
  title         text         not null,
  artifacts     text         not null,
  config_digest varchar(64)  not null,
  config_text   text         not null,
  digest        varchar(64)  not null,
  created_at    bigint       not null,
  unique (project, digest),
  unique (project, number)
);

create table environment (
  project      varchar(100) not null,
  name         varchar(100) not null,
  release_id   varchar(200),
  rollout_id   varchar(64),
  since        bigint,
  lane_rollout varchar(64),
  primary key (project, name)
);

create table rollout (
  id           varchar(64)  not null primary key,
  project      varchar(100) not null,
  environment  varchar(100) not null,
  release_id   varchar(200) not null,
  previous_id  varchar(200),
  kind         varchar(20)  not null,
  strategy     varchar(20)  not null,
  state        varchar(30)  not null,
  state_since  bigint       not null,
  progress     text         not null,
  judgement    text,
  reason       text         not null,
  requested_by varchar(200) not null,
  requested_at bigint       not null,
  finished_at  bigint,
  due_at       bigint,
  version      bigint       not null
);

create index rollout_due on rollout (due_at);
create index rollout_project on rollout (project, requested_at);
create index rollout_environment on rollout (project, environment, finished_at);

create table rollout_event (
  rollout_id varchar(64)  not null,
  seq        bigint       not null,
  at         bigint       not null,
  from_state varchar(30)  not null,
  event      varchar(30)  not null,
  to_state   varchar(30)  not null,
  who        varchar(200) not null,
  text       text         not null,
  primary key (rollout_id, seq)
);

create table look (
  rollout_id        varchar(64) not null,
  seq               bigint      not null,
  at                bigint      not null,
  phase             varchar(10) not null,
  weight            bigint      not null,
  canary_requests   bigint      not null,
  canary_errors     bigint      not null,
  canary_latency    text        not null,
  baseline_requests bigint      not null,
  baseline_errors   bigint      not null,
  baseline_latency  text        not null,
  primary key (rollout_id, seq)
);

create table approval (
  rollout_id     varchar(64)  not null,
  seq            bigint       not null,
  release_digest varchar(64)  not null,
  account        varchar(200) not null,
  decision       varchar(20)  not null,
  comment        text         not null,
  at             bigint       not null,
  primary key (rollout_id, seq)
);
