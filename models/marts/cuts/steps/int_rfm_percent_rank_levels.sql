{%- set bins = setting('rfm_bins') -%}

with

histogram as (

    select * from {{ ref('customer_tiers', 'int_metric_histogram') }}
    where metric in ('days_since_last_order', 'rfm_frequency', 'rfm_monetary')

),

levels as (

    select
        store_id,
        as_of_date,
        metric,
        is_higher_better,
        strength,
        customer_count,
        case
            when total_customer_count = 1 then 1
            else
                least(
                    {{ bins }},
                    1 + cast(floor(
                        {{ bins }} * worse_customer_count
                        / cast(total_customer_count - 1 as double)
                    ) as integer)
                )
        end as level_rank
    from histogram

),

levels_with_threshold as (

    select
        *,
        nullif((level_rank - 1) / cast({{ bins }} as double), 0) as threshold
    from levels

)

select * from levels_with_threshold
