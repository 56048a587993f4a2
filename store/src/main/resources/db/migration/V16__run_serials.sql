-- The number that workflows know a run by (github.run_id): unique on the server, the same for all attempts of a run. They
-- begin after a million, so that nobody takes the number of a run in its workflow for one.

create table run_serial (
    last bigint not null
);
alter table run add column serial bigint not null default 0;
update run set serial = counted.serial
from (
    select project, file, number,
        1000000 + row_number() over (order by min(created_at), project, file, number) as serial
    from run
    group by project, file, number
) as counted
where run.project = counted.project and run.file = counted.file and run.number = counted.number;
insert into run_serial (last) select coalesce(max(serial), 1000000) from run;
create unique index run_by_serial on run (serial, attempt);
