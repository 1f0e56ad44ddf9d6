{{ config(enabled=is_tested(['abc_classes'])) }}

-- The lowest class takes the rest; a better one ends at a smaller share.
with

classes as (

    select
        abc_class,
        revenue_share_below,
        lag(revenue_share_below, 1, 2) over (order by class_rank) as worse_share_below,
        row_number() over (order by class_rank) as class_number
    from {{ rules('abc_classes') }}

)

select abc_class
from classes
where
    revenue_share_below <= 0
    or revenue_share_below >= worse_share_below
    or (class_number = 1) <> (revenue_share_below = 1)
