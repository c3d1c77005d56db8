-- Which rows a run left, as commitments. The root is in the log; what is here finds the way from a row to it.

create table row_manifest (
    id          bigint generated always as identity primary key,
    tenant      text not null references tenant (slug),
    namespace   text not null,
    name        text not null,
    run         uuid not null,
    snapshot    bigint not null,
    key_columns text not null,
    rows        bigint not null check (rows >= 0),
    root        bytea not null check (length(root) = 32),
    salt_key    bytea not null check (length(salt_key) = 32),
    log         text not null,
    log_index   bigint not null,
    made_at     timestamptz not null,
    unique (tenant, namespace, name, run)
);
comment on column row_manifest.key_columns is 'The columns that named a row when it was made, a line each; none: all';
comment on column row_manifest.salt_key is 'What the rows'' salts are made of: without it no row can be shown to be one of them, or not';

create table row_manifest_tile (
    manifest bigint not null references row_manifest (id) on delete cascade,
    place    int not null,
    first    bytea not null check (length(first) = 32),
    root     bytea not null check (length(root) = 32),
    leaves   bytea not null check (length(leaves) % 32 = 0),
    primary key (manifest, place)
);
create index row_manifest_tile_first on row_manifest_tile (manifest, first);
comment on column row_manifest_tile.leaves is 'Leaf hashes, rising, 32 bytes each, at most 1,024';

grant select, insert on row_manifest, row_manifest_tile to ${writer};
