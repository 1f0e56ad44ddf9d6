{% macro in_reporting_currency(amount, rate) -%}
    case
        when {{ rate }} = 1 then {{ amount }}
        else cast({{ amount }} * {{ rate }} as decimal(18, 4))
    end
{%- endmacro %}
