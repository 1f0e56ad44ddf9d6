-- Levels that leave customers without one, or begin before the level below.
with

cuts as (

    select
        level,
        percent_rank_from,
        row_number() over (order by level_rank desc) as level_number,
        lag(percent_rank_from) over (order by level_rank desc) as percent_rank_before
    from {{ rules('buying_style_cuts') }}

)

select level
from cuts
where
    (level_number = 1) <> (percent_rank_from = 0)
    or percent_rank_from <= percent_rank_before
    or percent_rank_from > 1
