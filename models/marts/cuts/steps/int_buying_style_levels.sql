with

percent_ranks as (

    select * from {{ ref('customer_tiers', 'int_metric_percent_ranks') }}
    where metric = 'discount_share'

),

rules as (

    select
        level_rank,
        percent_rank_from,
        lead(percent_rank_from, 1, 2) over (order by percent_rank_from)
            as percent_rank_until
    from {{ rules('buying_style_cuts') }}

),

-- The best of the metric is the lowest share.
levels as (

    select
        ranks.store_id,
        ranks.as_of_date,
        ranks.metric,
        ranks.is_higher_better,
        ranks.strength,
        ranks.customer_count,
        rules.level_rank,
        cast(rules.percent_rank_from as double) as threshold
    from percent_ranks as ranks
    inner join rules
        on
            ranks.percent_rank_from_the_best >= rules.percent_rank_from
            and ranks.percent_rank_from_the_best < rules.percent_rank_until

)

select * from levels
