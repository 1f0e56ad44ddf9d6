with

schemes as (

    select
        'abc' as scheme,
        'revenue_share' as method,
        'net_revenue' as metric,
        '{{ net_revenue_metric() }}' as histogram_metric
    union all
    select
        'abc_margin' as scheme,
        'margin_share' as method,
        'margin_amount' as metric,
        'margin_amount' as histogram_metric

),

histogram as (

    select * from {{ ref('customer_tiers', 'int_metric_histogram') }}

),

classes as (

    select
        class_rank,
        revenue_share_below,
        coalesce(
            lag(revenue_share_below) over (order by revenue_share_below),
            0
        ) as revenue_share_from
    from {{ rules('abc_classes') }}

),

last_class as (

    select min(class_rank) as class_rank from classes

),

-- Values at or below zero are outside the base and belong to the last class.
levels as (

    select
        histogram.store_id,
        histogram.as_of_date,
        schemes.scheme,
        schemes.method,
        schemes.metric,
        histogram.is_higher_better,
        histogram.oriented_value,
        histogram.customer_count,
        cast(classes.revenue_share_below as double) as threshold,
        coalesce(classes.class_rank, last_class.class_rank) as level_rank
    from histogram
    inner join schemes on histogram.metric = schemes.histogram_metric
    cross join last_class
    left join classes
        on
            histogram.metric_value > 0
            and histogram.amount_above
            >= classes.revenue_share_from * histogram.total_amount
            and histogram.amount_above
            < classes.revenue_share_below * histogram.total_amount

)

select * from levels
