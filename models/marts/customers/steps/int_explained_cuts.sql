{{ config(enabled=is_enabled('explanations')) }}

with

cuts as (

    select
        store_id,
        as_of_date,
        scheme,
        metric,
        level,
        level_rank,
        next_level_rank,
        lower_bound,
        upper_bound,
        case when is_higher_better then lower_bound else upper_bound end as start_value,
        threshold
    from {{ ref('customer_tiers', 'tier_cuts') }}

),

-- Having money means having reached this RFM score.
money_bounds as (

    select distinct
        store_id,
        as_of_date,
        metric,
        upper_bound as bound
    from cuts
    where
        scheme = 'rfm'
        and metric = 'rfm_monetary'
        and level_rank < {{ setting('high_score') }}
        and next_level_rank >= {{ setting('high_score') }}
        and {{ is_enabled('man') }}

),

-- The shares of all revenue or margin between which a class is.
classes as (

    select
        abc_class,
        coalesce(
            lag(revenue_share_below) over (order by revenue_share_below),
            0
        ) as share_from,
        case
            when row_number() over (order by revenue_share_below) = 1 then 'first'
            when row_number() over (order by revenue_share_below desc) = 1 then 'last'
        end as class_place
    from {{ rules('abc_classes') }}

),

explained_cuts as (

    select
        cuts.*,
        classes.share_from,
        classes.class_place
    from cuts
    left join classes
        on
            cuts.scheme in ('abc', 'abc_margin')
            and cuts.level = classes.abc_class
    union all
    select
        store_id,
        as_of_date,
        'man' as scheme,
        metric,
        'high' as level,
        2 as level_rank,
        null as next_level_rank,
        bound as lower_bound,
        null as upper_bound,
        bound as start_value,
        null as threshold,
        null as share_from,
        null as class_place
    from money_bounds
    union all
    select
        store_id,
        as_of_date,
        'man' as scheme,
        metric,
        'low' as level,
        1 as level_rank,
        2 as next_level_rank,
        null as lower_bound,
        bound as upper_bound,
        null as start_value,
        null as threshold,
        null as share_from,
        null as class_place
    from money_bounds

)

select * from explained_cuts
