-- Leaves are stored by how they differ from that of an earlier entry like them, and always open to the bytes that were
-- hashed; those stored as they are stay so. Entries about the same datasets share one set of them, which they are found by.

alter table audit.entry
    add column leaf_base bigint check (leaf_base < idx),
    add column dataset_set uuid;
comment on column audit.entry.leaf is
    'The bytes that were hashed, or if leaf_base is given, how they differ from the leaf of that entry; the columns before repeat words of it and are checked against it';
comment on column audit.entry.leaf_base is 'An earlier entry of the same log whose leaf is stored as it is';
comment on column audit.entry.dataset_set is 'Which set of datasets it is about, null for none';

create table audit.dataset_set (
    log     text not null,
    id      uuid not null,
    dataset bigint not null,
    primary key (log, id, dataset)
);
comment on table audit.dataset_set is
    'The datasets that entries are about, each set once; id is the first 16 bytes of SHA-256(log || 0x00 || the datasets in order, 8 bytes each, big-endian)';
comment on column audit.dataset_set.dataset is 'The first 8 bytes, big-endian, of SHA-256(namespace || 0x00 || name), UTF-8';

create table audit.set_of_entry as
select log, idx, encode(substring(sha256(convert_to(log, 'UTF8') || '\x00'::bytea
    || string_agg(int8send(dataset), ''::bytea order by dataset)) from 1 for 16), 'hex')::uuid as id
from audit.entry_dataset group by log, idx;

insert into audit.dataset_set (log, id, dataset)
select distinct s.log, s.id, d.dataset from audit.set_of_entry s join audit.entry_dataset d on d.log = s.log and d.idx = s.idx;

alter table audit.entry disable trigger insert_only;
update audit.entry e set dataset_set = s.id from audit.set_of_entry s where s.log = e.log and s.idx = e.idx;
alter table audit.entry enable always trigger insert_only;
drop table audit.set_of_entry;
drop table audit.entry_dataset;

create index dataset_set_dataset on audit.dataset_set (log, dataset);
create trigger insert_only before update or delete or truncate on audit.dataset_set
    for each statement execute function audit.refuse();
alter table audit.dataset_set enable always trigger insert_only;
grant select, insert on audit.dataset_set to ${writer};

-- Without the index of the entry in them, equal keys are kept once, their places six bytes each; a run's name is 36.
create index entry_dataset_set on audit.entry (dataset_set) where dataset_set is not null;
drop index audit.entry_run;
create index entry_run on audit.entry (hashtextextended(run, 0)) where run is not null;

-- Half of a keyed hash tells texts apart as surely: nobody without the key can look for two that meet.
create table audit.dedupe_short (
    log   text not null,
    token bytea not null check (length(token) = 16),
    idx   bigint not null,
    primary key (log, token)
);
insert into audit.dedupe_short (log, token, idx) select log, substring(token from 1 for 16), idx from audit.dedupe;
drop table audit.dedupe;
alter table audit.dedupe_short rename to dedupe;
alter table audit.dedupe rename constraint dedupe_short_pkey to dedupe_pkey;
comment on table audit.dedupe is 'The first 16 bytes of a keyed hash of each text that was appended';
create index dedupe_place on audit.dedupe using brin (idx);
create trigger insert_only before update or delete or truncate on audit.dedupe
    for each statement execute function audit.refuse();
alter table audit.dedupe enable always trigger insert_only;
grant select, insert on audit.dedupe to ${writer};
