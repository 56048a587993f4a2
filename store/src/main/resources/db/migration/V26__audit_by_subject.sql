-- What the audit log says of one thing is found without reading the whole log.
create index audit_subject on audit (subject, seq);
