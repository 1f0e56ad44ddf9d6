{{ config(materialized='as_of') }}

with

customers_per_value as (

    select * from {{ ref('customer_tiers', 'int_metric_values') }}

),

histogram as (

    select
        *,
        -- The value, negated if lower is better.
        case
            when is_higher_better then metric_value
            else -metric_value
        end as oriented_value,
        greatest(metric_value, 0) * customer_count as positive_amount
    from customers_per_value

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
