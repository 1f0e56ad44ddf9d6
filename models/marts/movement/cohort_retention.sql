{{ config(
    materialized='as_of',
    enabled=is_enabled('movement'),
    meta={'version_column': 'history_version'},
) }}

{%- set grain = setting('cohort_grain') -%}

with

cohort_activity as (

    select * from {{ ref('customer_tiers', 'int_cohort_activity') }}

),

newest_date as (

    select
        as_of_date,
        {{ add_days('as_of_date', 1) }} as end_date
    from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where is_newest

),

-- All who first bought in a period were active in it.
cohorts as (

    select
        store_id,
        cohort_date,
        active_customer_count as cohort_customer_count,
        net_revenue as first_net_revenue
    from cohort_activity
    where period_date = cohort_date

),

first_cohort as (

    select min(cohort_date) as cohort_date from cohorts

),

days as (

    select
        newest_date.as_of_date,
        newest_date.end_date,
        {{ each_day_before('first_cohort.cohort_date', 'newest_date.end_date') }}
            as period_date
    from newest_date
    cross join first_cohort

),

periods as (

    select
        as_of_date,
        period_date,
        cast({{ dbt.dateadd(grain, 1, 'period_date') }} as date) <= end_date as is_over
    from days
    where period_date = cast({{ dbt.date_trunc(grain, 'period_date') }} as date)

),

cells as (

    select
        cohorts.*,
        periods.as_of_date,
        periods.period_date,
        {{ add_days(dbt.dateadd(grain, 1, 'periods.period_date'), -1) }}
            as period_end_date,
        periods.is_over,
        {{ dbt.datediff('cohorts.cohort_date', 'periods.period_date', grain) }}
            as period_number,
        case when periods.is_over then coalesce(activity.active_customer_count, 0) end
            as active_customer_count,
        case when periods.is_over then coalesce(activity.net_revenue, 0) end
            as net_revenue
    from cohorts
    inner join periods on cohorts.cohort_date <= periods.period_date
    left join cohort_activity as activity
        on
            cohorts.store_id = activity.store_id
            and cohorts.cohort_date = activity.cohort_date
            and periods.period_date = activity.period_date

),

cohort_retention as (

    select
        store_id,
        as_of_date,
        cohort_date,
        cast(period_number as integer) as period_number,
        period_date,
        period_end_date,
        is_over,
        cast(cohort_customer_count as integer) as cohort_customer_count,
        cast(active_customer_count as integer) as active_customer_count,
        {{ ratio('active_customer_count', 'cohort_customer_count') }}
            as retention_share,
        cast(net_revenue as decimal(28, 4)) as net_revenue,
        {{ ratio('net_revenue', 'first_net_revenue') }} as net_revenue_share
    from cells

)

select * from cohort_retention
