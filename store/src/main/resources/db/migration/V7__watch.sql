-- What rules had come to at their last evaluation, so that a restart goes on where they were.
create table rule_state (
    id varchar(64) primary key,
    source varchar(100) not null,
    state_json text not null,
    evaluated_at bigint not null
);

-- Alerts that fire, and those that have ended but are not told everywhere yet.
create table alert (
    id varchar(16) primary key,
    source varchar(100) not null,
    labels_json text not null,
    annotations_json text not null,
    starts_at bigint not null,
    ends_at bigint,
    updated_at bigint not null,
    generator_url text not null
);

create table silence (
    id varchar(40) primary key,
    matchers_json text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    created_by varchar(200) not null,
    comment text not null,
    updated_at bigint not null
);

-- What was last told of a group of alerts to one integration of a receiver.
create table notified (
    group_id varchar(64) not null,
    receiver varchar(200) not null,
    integration varchar(60) not null,
    firing_json text not null,
    resolved_json text not null,
    told_at bigint not null,
    primary key (group_id, receiver, integration)
);

-- The outbox: notices that are to be sent, and those that were.
create table notice (
    id varchar(40) primary key,
    group_id varchar(64) not null,
    receiver varchar(200) not null,
    integration varchar(60) not null,
    content_json text not null,
    state varchar(20) not null,
    attempts bigint not null,
    created_at bigint not null,
    due_at bigint not null,
    done_at bigint,
    error text not null
);
create index notice_due on notice (state, due_at);
create index notice_created on notice (created_at);
