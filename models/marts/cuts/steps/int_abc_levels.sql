with

histogram as (

    select * from {{ ref('customer_tiers', 'int_metric_histogram') }}
    where metric in ('{{ net_revenue_metric() }}', 'margin_amount')

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
        histogram.is_higher_better,
        histogram.strength,
        histogram.customer_count,
        cast(classes.revenue_share_below as double) as threshold,
        case
            when histogram.metric = 'margin_amount' then 'margin_amount'
            else 'net_revenue'
        end as metric,
        coalesce(classes.class_rank, last_class.class_rank) as level_rank
    from histogram
    cross join last_class
    left join classes
        on
            histogram.metric_value > 0
            and histogram.better_amount
            >= classes.revenue_share_from * histogram.total_amount
            and histogram.better_amount
            < classes.revenue_share_below * histogram.total_amount

)

select * from levels
