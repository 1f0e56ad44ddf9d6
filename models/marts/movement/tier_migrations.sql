{{ config(
    materialized='as_of',
    enabled=is_enabled('movement'),
    meta={'version_column': 'movement_version'},
) }}

with

label_changes as (

    select * from {{ ref('customer_tiers', 'int_label_changes') }}

),

labels as (

    select * from {{ rules('tier_labels') }}

),

causes as (

    select * from {{ rules('migration_causes') }}

),

customers_per_move as (

    select
        store_id,
        as_of_date,
        previous_as_of_date,
        scheme,
        from_label,
        to_label,
        cause,
        count(*) as customer_count,
        sum(net_revenue) as net_revenue
    from label_changes
    group by
        store_id, as_of_date, previous_as_of_date, scheme, from_label, to_label, cause

),

tier_migrations as (

    select
        migrations.store_id,
        migrations.as_of_date,
        migrations.previous_as_of_date,
        migrations.scheme,
        migrations.from_label,
        migrations.to_label,
        migrations.cause,
        cast(migrations.customer_count as integer) as customer_count,
        cast(migrations.net_revenue as decimal(28, 4)) as net_revenue,
        case
            when migrations.cause in ('entered', 'left', 'unchanged')
                then migrations.cause
            when to_labels.label_rank > from_labels.label_rank then 'up'
            when to_labels.label_rank < from_labels.label_rank then 'down'
        end as direction,
        coalesce(from_labels.label_en, causes.label_en) as from_label_en,
        coalesce(from_labels.label_zh, causes.label_zh) as from_label_zh,
        coalesce(to_labels.label_en, causes.label_en) as to_label_en,
        coalesce(to_labels.label_zh, causes.label_zh) as to_label_zh
    from customers_per_move as migrations
    left join labels as from_labels
        on
            migrations.scheme = from_labels.scheme
            and migrations.from_label = from_labels.label
    left join labels as to_labels
        on migrations.scheme = to_labels.scheme
            and migrations.to_label = to_labels.label
    left join causes on migrations.cause = causes.cause

)

select * from tier_migrations
