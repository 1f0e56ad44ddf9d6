{% macro in_reporting_currency(amount, rate) -%}
    {{ adapter.dispatch('in_reporting_currency')(amount, rate) }}
{%- endmacro %}

{% macro default__in_reporting_currency(amount, rate) -%}
    case
        when {{ rate }} = 1 or {{ amount }} = 0 then {{ amount }}
        else try_cast(cast({{ amount }} as decimal(19, 4)) * {{ rate }} as decimal(18, 4))
    end
{%- endmacro %}

{#- DuckDB multiplies decimals of this size twenty times slower than doubles. Doubles
    give the same result, unless the product is so large, or so close to half a unit,
    that their error could matter. -#}
{% macro duckdb__in_reporting_currency(amount, rate) -%}
    {%- set product = "cast(" ~ amount ~ " as double) * cast(" ~ rate ~ " as double)" -%}
    case
        when {{ rate }} = 1 or {{ amount }} = 0 then {{ amount }}
        when
            abs({{ product }}) < 1e7
            and abs({{ product }} * 1e4 - floor({{ product }} * 1e4) - 0.5) > 0.001
            then cast({{ product }} as decimal(18, 4))
        else try_cast(cast({{ amount }} as decimal(19, 4)) * {{ rate }} as decimal(18, 4))
    end
{%- endmacro %}
