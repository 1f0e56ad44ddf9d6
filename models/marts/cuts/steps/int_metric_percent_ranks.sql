with

histogram as (

    select * from {{ ref('customer_tiers', 'int_metric_histogram') }}

),

unknown_values as (

    select
        store_id,
        as_of_date,
        metric,
        customer_count
    from histogram
    where metric_value is null

),

-- Of those whose value is known: who has none takes no place.
known_values as (

    select
        histogram.store_id,
        histogram.as_of_date,
        histogram.metric,
        histogram.is_higher_better,
        histogram.metric_value,
        histogram.strength,
        histogram.customer_count,
        histogram.worse_customer_count - coalesce(unknown_values.customer_count, 0)
            as worse_customer_count,
        histogram.total_customer_count - coalesce(unknown_values.customer_count, 0)
            as known_customer_count
    from histogram
    left join unknown_values
        on
            {{ same_day_same_store('histogram', 'unknown_values') }}
            and histogram.metric = unknown_values.metric
    where histogram.metric_value is not null

),

metric_percent_ranks as (

    select
        *,
        coalesce({{ ratio('worse_customer_count', 'known_customer_count - 1') }}, 0)
            as percent_rank,
        coalesce(
            {{ ratio(
                'known_customer_count - customer_count - worse_customer_count',
                'known_customer_count - 1'
            ) }},
            0
        ) as percent_rank_from_the_best
    from known_values

)

select * from metric_percent_ranks
