-- Cluster membership and reminders of the Orleans build, in a schema of their own; the stand-in does not look here. Clustering.AdoNet and Reminders.AdoNet read
-- all their statements from table OrleansQuery (on their connections this schema is the search path), bind parameters by name and read columns by name: that is
-- the whole contract, and tables and statements behind it are ours. A change that may lose a race answers whether it happened, in one boolean column.
create schema orleans;
grant usage on schema orleans to paygate_silo, paygate_api;

create table orleans.orleansquery(
  querykey text primary key,
  querytext text not null);

-- One row per cluster: each change of its membership must name the version it was decided on.
create table orleans.cluster(
  deployment_id text primary key,
  version int not null default 0);

create table orleans.silo(
  deployment_id text not null,
  address text not null,
  port int not null,
  generation int not null,
  silo_name text not null,
  host_name text not null,
  -- Orleans' SiloStatus: 3 is active, 6 is dead.
  status int not null,
  -- Where clients connect; 0 for a silo without a gateway.
  proxy_port int not null,
  suspect_times text,
  start_time timestamptz not null,
  alive_at timestamptz not null,
  primary key (deployment_id, address, port, generation));

create table orleans.reminder(
  service_id text not null,
  grain_id text not null,
  name text not null,
  start_time timestamptz not null,
  -- Milliseconds.
  period bigint not null,
  grain_hash int not null,
  version int not null default 0,
  primary key (service_id, grain_id, name));
create index reminder_ranges on orleans.reminder(service_id, grain_hash);

insert into orleans.orleansquery(querykey, querytext) values
('InsertMembershipVersionKey', '
  with added as (insert into cluster(deployment_id) values (@DeploymentId) on conflict do nothing returning 1)
  select exists (select from added)'),

('InsertMembershipKey', '
  with turn as (
    update cluster set version = version + 1
    where deployment_id = @DeploymentId and version = @Version
      and not exists (select from silo where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning deployment_id),
  added as (
    insert into silo(deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_at)
    select deployment_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from turn
    returning 1)
  select exists (select from added)'),

('UpdateMembershipKey', '
  with turn as (
    update cluster set version = version + 1
    where deployment_id = @DeploymentId and version = @Version
      and exists (select from silo where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning deployment_id),
  changed as (
    update silo s set status = @Status, suspect_times = @SuspectTimes, alive_at = @IAmAliveTime
    from turn
    where s.deployment_id = turn.deployment_id and s.address = @Address and s.port = @Port and s.generation = @Generation
    returning 1)
  select exists (select from changed)'),

-- A sign of life is no change of membership: it takes no turn.
('UpdateIAmAlivetimeKey', '
  update silo set alive_at = @IAmAliveTime
  where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation'),

-- The version comes even when there is no silo.
('MembershipReadAllKey', '
  select c.version as "Version", s.address as "Address", s.port as "Port", s.generation as "Generation", s.silo_name as "SiloName",
    s.host_name as "HostName", s.status as "Status", s.proxy_port as "ProxyPort", s.suspect_times as "SuspectTimes", s.start_time as "StartTime",
    s.alive_at as "IAmAliveTime"
  from cluster c left join silo s using (deployment_id)
  where c.deployment_id = @DeploymentId'),

('MembershipReadRowKey', '
  select c.version as "Version", s.address as "Address", s.port as "Port", s.generation as "Generation", s.silo_name as "SiloName",
    s.host_name as "HostName", s.status as "Status", s.proxy_port as "ProxyPort", s.suspect_times as "SuspectTimes", s.start_time as "StartTime",
    s.alive_at as "IAmAliveTime"
  from cluster c
  left join silo s on s.deployment_id = c.deployment_id and s.address = @Address and s.port = @Port and s.generation = @Generation
  where c.deployment_id = @DeploymentId'),

('GatewaysQueryKey', '
  select address as "Address", proxy_port as "ProxyPort", generation as "Generation"
  from silo where deployment_id = @DeploymentId and status = @Status and proxy_port > 0'),

('CleanupDefunctSiloEntriesKey', '
  delete from silo where deployment_id = @DeploymentId and status = 6 and alive_at < @IAmAliveTime'),

('DeleteMembershipTableEntriesKey', '
  with gone as (delete from silo where deployment_id = @DeploymentId)
  delete from cluster where deployment_id = @DeploymentId'),

('UpsertReminderRowKey', '
  insert into reminder as r (service_id, grain_id, name, start_time, period, grain_hash)
  values (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash)
  on conflict (service_id, grain_id, name) do update
  set start_time = excluded.start_time, period = excluded.period, grain_hash = excluded.grain_hash, version = r.version + 1
  returning version as "Version"'),

('ReadReminderRowsKey', '
  select grain_id as "GrainId", name as "ReminderName", start_time as "StartTime", period as "Period", version as "Version"
  from reminder where service_id = @ServiceId and grain_id = @GrainId'),

('ReadReminderRowKey', '
  select grain_id as "GrainId", name as "ReminderName", start_time as "StartTime", period as "Period", version as "Version"
  from reminder where service_id = @ServiceId and grain_id = @GrainId and name = @ReminderName'),

-- Silos share the ring of grain hashes: each reads the range (begin, end]; one range passes over the ring''s end.
('ReadRangeRows1Key', '
  select grain_id as "GrainId", name as "ReminderName", start_time as "StartTime", period as "Period", version as "Version"
  from reminder where service_id = @ServiceId and grain_hash > @BeginHash and grain_hash <= @EndHash'),

('ReadRangeRows2Key', '
  select grain_id as "GrainId", name as "ReminderName", start_time as "StartTime", period as "Period", version as "Version"
  from reminder where service_id = @ServiceId and (grain_hash > @BeginHash or grain_hash <= @EndHash)'),

('DeleteReminderRowKey', '
  with gone as (
    delete from reminder where service_id = @ServiceId and grain_id = @GrainId and name = @ReminderName and version = @Version returning 1)
  select exists (select from gone)'),

('DeleteReminderRowsKey', '
  delete from reminder where service_id = @ServiceId');

-- Silos keep the membership. An API process is a client: it reads the statements and the gateways, and changes nothing.
grant select on orleans.orleansquery to paygate_silo, paygate_api;
grant select, insert, update, delete on orleans.cluster, orleans.silo, orleans.reminder to paygate_silo;
grant select on orleans.silo to paygate_api;
