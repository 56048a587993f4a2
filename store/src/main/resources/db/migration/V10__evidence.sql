-- What is needed to judge a rollout again: since when its metrics were watched at a look, what the judge said then, and
-- what the sources of metrics had answered.
alter table look add column watched_since bigint;
alter table look add column verdict varchar(20);

create table metric_answer (
    rollout_id varchar(64) not null,
    metric bigint not null,
    window_index bigint not null,
    window_from bigint not null,
    window_until bigint not null,
    canary text not null,
    baseline text,
    primary key (rollout_id, metric, window_from, window_index)
);
