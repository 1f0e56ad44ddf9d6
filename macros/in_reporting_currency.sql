{% macro in_reporting_currency(amount, rate) -%}
    case
        when {{ rate }} = 1 or {{ amount }} = 0 then {{ amount }}
        else cast(cast({{ amount }} as decimal(19, 4)) * {{ rate }} as decimal(18, 4))
    end
{%- endmacro %}
