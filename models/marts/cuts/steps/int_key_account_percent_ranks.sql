{{ config(enabled=is_enabled('key_account')) }}

with

histogram as (

    select * from {{ ref('customer_tiers', 'int_metric_histogram') }}
    where metric_value is not null

),

-- The histogram counts only buyers. For the others these values are known to be zero.
never_bought as (

    select * from {{ ref('customer_tiers', 'customer_facts') }}
    where purchase_day_count = 0

),

-- There growth makes nobody a key account.
stores_with_forecast as (

    select distinct
        store_id,
        as_of_date
    from histogram
    where metric = 'potential_net_revenue'

),

customers_per_value as (

    {%- for metric in key_account_metrics() %}

    select
        store_id,
        as_of_date,
        metric,
        metric_value,
        customer_count
    from histogram
    where metric = '{{ histogram_metric(metric) }}'
    {%- if metric != 'expected_net_revenue' %}
    union all
    select
        store_id,
        as_of_date,
        '{{ histogram_metric(metric) }}' as metric,
        cast({{ metric }} as decimal(18, 4)) as metric_value,
        count(*) as customer_count
    from never_bought
    where {{ metric }} is not null
    group by store_id, as_of_date, cast({{ metric }} as decimal(18, 4))
    {%- endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

values_with_count as (

    select
        counts.store_id,
        counts.as_of_date,
        counts.metric,
        counts.metric_value,
        sum(counts.customer_count) as customer_count
    from customers_per_value as counts
    left join stores_with_forecast as forecasts
        on {{ same_store_and_date('counts', 'forecasts') }}
    where
        counts.metric <> 'growth_ratio'
        or forecasts.store_id is null
    group by
        counts.store_id, counts.as_of_date, counts.metric, counts.metric_value

),

values_with_worse as (

    select
        *,
        sum(customer_count) over (
            partition by store_id, as_of_date, metric
            order by metric_value
            rows between unbounded preceding and current row
        ) - customer_count as worse_customer_count,
        sum(customer_count) over (
            partition by store_id, as_of_date, metric
        ) as known_customer_count
    from values_with_count

),

key_account_percent_ranks as (

    select
        store_id,
        as_of_date,
        metric,
        metric_value,
        customer_count,
        coalesce({{ ratio('worse_customer_count', 'known_customer_count - 1') }}, 0)
            as percent_rank
    from values_with_worse

)

select * from key_account_percent_ranks
