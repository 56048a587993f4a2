-- Who has taken an alert that fires: it is not escalated any more.
create table acknowledgement (
    alert_id varchar(16) primary key,
    starts_at bigint not null,
    made_by varchar(200) not null,
    comment text not null,
    made_at bigint not null
);
