{#- Buyers only: customers who never bought have no value and do not count, but a date
    without any buyer keeps a row. -#}

with

customer_facts as (

    select
        *,
        purchase_day_count > 0 as has_bought
    from {{ ref('customer_tiers', 'customer_facts') }}

),

forecasts as (

    select
        *,
        true as has_bought
    from {{ ref('customer_tiers', 'int_known_forecasts') }}
    where horizon_days = {{ setting('forecast_days') }}

),

metrics as (

    select
        metric,
        is_higher_better
    from {{ rules('tier_metrics') }}

),

customers_per_value as (

    {%- for metric in learned_metrics() %}
    {%- set value = 'case when has_bought then ' ~ measured(metric) ~ ' end' %}

    select
        store_id,
        as_of_date,
        '{{ metric }}' as metric,
        {{ value }} as metric_value,
        count(case when has_bought then 1 end) as customer_count
    from {{ 'forecasts' if metric in forecast_metrics() else 'customer_facts' }}
    group by store_id, as_of_date, {{ value }}
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}

),

metric_values as (

    select
        customers_per_value.*,
        metrics.is_higher_better
    from customers_per_value
    inner join metrics on customers_per_value.metric = metrics.metric

)

select * from metric_values
