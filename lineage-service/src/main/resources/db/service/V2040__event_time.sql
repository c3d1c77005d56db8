-- When events say they happened, so that a list of them in that order need not read the log. Written by the graph's
-- projection before it folds; dropping it loses nothing that a replay does not bring back.

create table event_time (
    log        text not null,
    idx        bigint not null,
    event_time timestamptz not null,
    primary key (log, idx)
);
create index event_time_order on event_time (log, event_time desc, idx desc);
comment on column event_time.idx is 'The index of the entry in its log';

grant select, insert on event_time to ${writer};
