{% macro label_of_scheme(labels, suffix, customers='customers') -%}
    case schemes.scheme
        {%- for scheme, label in labels.items() %}
        when '{{ scheme }}' then {{ customers }}.{{ label }}{{ suffix }}
        {%- endfor %}
    end
{%- endmacro %}
