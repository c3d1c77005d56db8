-- Every tenant counts its incarnations and ordinals for itself; the same numbers in two tenants mean different things.
-- What was there before belongs to the tenant 'default', whose number is 1.

alter table source add column tenant smallint not null default 1 references tenant (number);
alter table source alter column tenant drop default;
alter table source drop constraint source_name_key;
alter table source add constraint source_name unique (tenant, name);

alter table source_incarnation add column tenant smallint not null default 1 references tenant (number);
alter table source_incarnation alter column tenant drop default;
alter table source_incarnation drop constraint source_incarnation_pkey;
alter table source_incarnation add primary key (tenant, incarnation);

alter table change_dataset add column tenant smallint not null default 1 references tenant (number);
alter table change_dataset alter column tenant drop default;
alter table change_dataset drop constraint change_dataset_namespace_name_key;
alter table change_dataset add constraint change_dataset_name unique (tenant, namespace, name);

-- Constant defaults leave the rows as they are; only the indexes are made anew.
alter table change_transaction add column tenant smallint not null default 1;
alter table change_transaction alter column tenant drop default;
alter table change_transaction drop constraint change_transaction_pkey;
alter table change_transaction add primary key (tenant, ordinal);

alter table change_trace add column tenant smallint not null default 1;
alter table change_trace alter column tenant drop default;
alter table change_trace drop constraint change_trace_pkey;
alter table change_trace add primary key (tenant, ordinal, position);
drop index change_trace_by_trace;
create index change_trace_by_trace on change_trace (trace_id, tenant, ordinal);

alter table change_count add column tenant smallint not null default 1;
alter table change_count alter column tenant drop default;
alter table change_count drop constraint change_count_pkey;
alter table change_count add primary key (tenant, ordinal, dataset_id);

alter table report add column tenant text not null default 'default' references tenant (slug);
alter table report alter column tenant drop default;
alter table report drop constraint report_pkey;
alter table report add primary key (tenant, name);
