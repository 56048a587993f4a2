-- When a source gave an answer: looks taken before did not know it.
alter table metric_answer add column asked_at bigint;
