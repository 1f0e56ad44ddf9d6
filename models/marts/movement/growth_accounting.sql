{{ config(
    materialized='as_of',
    enabled=is_enabled('movement'),
    meta={'version_column': 'movement_version'},
) }}

with

as_of_dates as (

    select
        as_of_date,
        previous_as_of_date,
        movement_version,
        {{ period_end_before('previous_as_of_date') }} as date_before_previous
    from {{ ref('customer_tiers', 'int_as_of_dates') }}

),

customers_with_dates as (

    select
        customers.store_id,
        customers.first_order_date,
        customers.last_order_date,
        as_of_dates.as_of_date,
        as_of_dates.previous_as_of_date,
        as_of_dates.date_before_previous
    from {{ ref('customer_tiers', 'customer_facts') }} as customers
    inner join as_of_dates on customers.as_of_date = as_of_dates.as_of_date

),

-- A last order in the previous period means dormant.
activity as (

    select
        store_id,
        as_of_date,
        previous_as_of_date,
        count(case when last_order_date > previous_as_of_date then 1 end)
            as active_customer_count,
        count(case when first_order_date > previous_as_of_date then 1 end)
            as new_customer_count,
        count(
            case
                when
                    last_order_date > date_before_previous
                    and last_order_date <= previous_as_of_date
                    then 1
            end
        ) as dormant_customer_count
    from customers_with_dates
    group by store_id, as_of_date, previous_as_of_date

),

activity_with_past as (

    select
        activity.*,
        coalesce(activity_before.active_customer_count, 0)
            as previous_active_customer_count
    from activity
    inner join as_of_dates
        on
            activity.as_of_date = as_of_dates.as_of_date
            and as_of_dates.movement_version is not null
    left join activity as activity_before
        on
            activity.store_id = activity_before.store_id
            and activity.previous_as_of_date = activity_before.as_of_date

),

activity_with_retained as (

    select
        *,
        previous_active_customer_count - dormant_customer_count
            as retained_customer_count
    from activity_with_past

),

growth_accounting as (

    select
        store_id,
        as_of_date,
        previous_as_of_date,
        cast(
            previous_active_customer_count as integer
        ) as previous_active_customer_count,
        cast(active_customer_count as integer) as active_customer_count,
        cast(new_customer_count as integer) as new_customer_count,
        cast(retained_customer_count as integer) as retained_customer_count,
        cast(
            active_customer_count - new_customer_count - retained_customer_count
            as integer
        ) as resurrected_customer_count,
        cast(dormant_customer_count as integer) as dormant_customer_count,
        {{ ratio('retained_customer_count', 'previous_active_customer_count') }}
            as retention_share
    from activity_with_retained

)

select * from growth_accounting
