{{ config(enabled=is_tested(['percent_rank_cuts'])) }}

-- Levels that leave customers without one, or whose ranks do not follow each other: the
-- more of the metric, the better or the worse, all the way.
with

cuts as (

    select
        scheme,
        level,
        level_rank,
        percent_rank_from,
        row_number() over from_below as level_number,
        lag(percent_rank_from) over from_below as percent_rank_before,
        lag(level_rank) over from_below as rank_before,
        lead(level_rank) over from_below as rank_after
    from {{ rules('percent_rank_cuts') }}
    window from_below as (partition by scheme order by percent_rank_from, level_rank)

)

select
    scheme,
    level
from cuts
where
    (level_number = 1) <> (percent_rank_from = 0)
    or percent_rank_from = percent_rank_before
    or percent_rank_from > 1
    or (rank_after - level_rank) * (level_rank - rank_before) < 0
