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
    from {{ ref('tier_cuts') }}

),

-- Who has money has reached this score of RFM.
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
        and {{ is_used('man') }}

),

explained_cuts as (

    select * from cuts
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
        null as threshold
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
        null as threshold
    from money_bounds

)

select * from explained_cuts
