{{ config(enabled=is_tested(['value_type_rules'])) }}

with

answers as (

    select n = 2 as is_high from {{ whole_numbers(2) }}

),

mixes as (

    select
        customer_value.is_high as is_value_high,
        volume.is_high as is_volume_high
    from answers as customer_value
    cross join answers as volume

)

select
    mixes.is_value_high,
    mixes.is_volume_high,
    count(value_types.value_type) as type_count
from mixes
left join {{ rules('value_type_rules') }} as value_types
    on
        mixes.is_value_high = value_types.is_value_high
        and mixes.is_volume_high = value_types.is_volume_high
group by mixes.is_value_high, mixes.is_volume_high
having count(value_types.value_type) <> 1
