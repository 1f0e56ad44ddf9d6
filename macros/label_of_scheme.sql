{% macro label_of_scheme(labels, suffix, customers='customers') -%}
    case {{ customers }}.scheme
        {%- for scheme, label in labels.items() %}
        when '{{ scheme }}' then {{ customers }}.{{ label }}{{ suffix }}
        {%- endfor %}
    end
{%- endmacro %}
