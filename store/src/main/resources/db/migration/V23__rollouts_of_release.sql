-- Whether a release has been somewhere is asked by each promotion.
create index rollout_release on rollout (release_id, environment);
