{{ config(enabled=is_enabled('key_account')) }}

with

histogram as (

    select * from {{ ref('customer_tiers', 'int_metric_histogram') }}
    where metric = '{{ net_revenue_metric() }}'

),

-- Those before the share is reached, counted from the largest.
levels as (

    select
        store_id,
        as_of_date,
        'key_account' as scheme,
        'revenue_share' as method,
        'net_revenue' as metric,
        is_higher_better,
        oriented_value,
        customer_count,
        cast({{ setting('key_account_revenue_share') }} as double) as threshold,
        case
            when
                metric_value > 0
                and amount_above
                < {{ setting('key_account_revenue_share') }} * total_amount
                then 2
            else 1
        end as level_rank
    from histogram

)

select * from levels
