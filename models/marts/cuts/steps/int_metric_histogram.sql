{{ config(materialized='as_of') }}

{%- set metrics = learned_metrics() -%}

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
    from {{ long_forecasts() }} as forecasts

),

metrics as (

    select
        metric,
        is_higher_better
    from {{ rules('tier_metrics') }}

),

-- Buyers only: customers who never bought have no value and do not count, but a date
-- without any buyer keeps a row.
customers_per_value as (

    {%- for metric in metrics %}
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

histogram as (

    select
        customers_per_value.*,
        metrics.is_higher_better,
        -- The value, negated if lower is better.
        case
            when metrics.is_higher_better then customers_per_value.metric_value
            else -customers_per_value.metric_value
        end as oriented_value,
        greatest(customers_per_value.metric_value, 0)
        * customers_per_value.customer_count as positive_amount
    from customers_per_value
    inner join metrics on customers_per_value.metric = metrics.metric

),

-- Over few rows: a window over all values would carry these totals to each of them.
metric_totals as (

    select
        store_id,
        as_of_date,
        metric,
        cast(sum(customer_count) as bigint) as total_customer_count,
        cast(sum(positive_amount) as decimal(28, 4)) as total_amount
    from histogram
    group by store_id, as_of_date, metric

),

-- An unknown value is the worst, shared by all customers with it.
ranked_histogram as (

    select
        histogram.store_id,
        histogram.as_of_date,
        histogram.metric,
        histogram.is_higher_better,
        histogram.metric_value,
        histogram.oriented_value,
        cast(histogram.customer_count as bigint) as customer_count,
        metric_totals.total_customer_count,
        metric_totals.total_amount,
        -- A double holds whole numbers up to 2^53, and sums take a quarter of the time.
        cast(
            metric_totals.total_amount
            - cast(
                sum(round(cast(histogram.positive_amount as double) * 10000))
                    over not_better
                as decimal(28, 0)
            ) * 0.0001
            as decimal(28, 4)
        ) as amount_above,
        cast(sum(cast(histogram.customer_count as double)) over not_better as bigint)
        - histogram.customer_count as worse_customer_count
    from histogram
    inner join metric_totals
        on
            {{ same_store_and_date('histogram', 'metric_totals') }}
            and histogram.metric = metric_totals.metric
    window
        not_better as (
            partition by histogram.store_id, histogram.as_of_date, histogram.metric
            order by histogram.oriented_value nulls first
            rows between unbounded preceding and current row
        )

)

select * from ranked_histogram
