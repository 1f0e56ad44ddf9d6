{#- Joins the one cut that a fact meets, as a relation of the name given; facts and cuts are the CTEs of that name. -#}
{% macro join_cut(scheme, metric, name) -%}
    left join cuts as {{ name }}
        on
            {{ same_day_same_store('facts', name) }}
            and {{ name }}.scheme = '{{ scheme }}'
            and {{ name }}.metric = '{{ metric }}'
            and {{ meets_cut('facts.' ~ metric, name) }}
{%- endmacro %}
