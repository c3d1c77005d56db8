-- The datasets of an entry are found by 64 bits of a hash of their names: the names themselves, three of them twice an
-- entry, were a fifth of all that an entry takes. Leaves keep the names.

alter table audit.entry_dataset rename to entry_dataset_by_name;
alter table audit.entry_dataset_by_name rename constraint entry_dataset_pkey to entry_dataset_by_name_pkey;
drop index audit.entry_dataset_place;

create table audit.entry_dataset (
    log     text not null,
    dataset bigint not null,
    idx     bigint not null,
    primary key (log, dataset, idx)
);
comment on column audit.entry_dataset.dataset is 'The first 8 bytes, big-endian, of SHA-256(namespace || 0x00 || name), UTF-8';

insert into audit.entry_dataset (log, dataset, idx)
select distinct log, ('x' || encode(substring(
    sha256(convert_to(namespace, 'UTF8') || '\x00'::bytea || convert_to(name, 'UTF8')) from 1 for 8), 'hex'))::bit(64)::bigint, idx
from audit.entry_dataset_by_name;
drop table audit.entry_dataset_by_name;

create index entry_dataset_place on audit.entry_dataset using brin (idx);
create trigger insert_only before update or delete or truncate on audit.entry_dataset
    for each statement execute function audit.refuse();
alter table audit.entry_dataset enable always trigger insert_only;
grant select, insert on audit.entry_dataset to ${writer};
