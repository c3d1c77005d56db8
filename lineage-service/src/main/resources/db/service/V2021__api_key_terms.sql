-- Keys belong to a tenant, may end by themselves, and may be limited to namespaces and to a rate.

alter table api_key drop constraint api_key_pkey;
alter table api_key add column id bigint generated always as identity primary key;
alter table api_key add column tenant text not null default 'default' references tenant (slug);
alter table api_key alter column tenant drop default;
alter table api_key add column prefix text;
alter table api_key add column namespaces text not null default '*';
alter table api_key alter column namespaces drop default;
alter table api_key add column rate_per_second integer;
alter table api_key add column rate_burst integer;
alter table api_key add column expires_at timestamptz;
alter table api_key add constraint api_key_name unique (tenant, name);
create index api_key_by_prefix on api_key (prefix);
comment on column api_key.prefix is 'The first characters of the key, shown to tell keys apart; null for keys made before it was kept';
comment on column api_key.namespaces is 'Patterns of the namespaces its holder may know of, one a line';
