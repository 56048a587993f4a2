-- The gates as they stood when they let a rollout through or ended it: JSON, absent before and for those of earlier versions.
alter table rollout add column gates text;
