{#- The columns are a key: no two rows share it, and none of it is null. -#}
{% test is_unique_by(model, columns) %}

select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1 {% for column in columns %}or {{ column }} is null {% endfor %}

{% endtest %}
